export interface Instruction {
  /** In capitals: `COPY`. */
  readonly name: string;
  readonly flags: Readonly<Record<string, string>>;
  /** What follows, split at spaces. */
  readonly words: readonly string[];
  /** The same as it is written. */
  readonly text: string;
}

export interface Stage {
  readonly image: string;
  /** What `COPY --from` calls it. */
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile that has no arguments, variables or heredocs. */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const instruction of parseInstructions(text)) {
    const [image, , name] = instruction.words;
    if (instruction.name === 'FROM') stages.push({ image: image!, name, instructions: [] });
    else stages.at(-1)!.instructions.push(instruction);
  }
  return stages;
}

function parseInstructions(text: string): readonly Instruction[] {
  const lines = text.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n/g, ' ');
  return [...lines.matchAll(/^([A-Z]+)((?: +--[\w-]+=\S+)*) +(.+)$/gm)].map(([, name, flags, rest]) => ({
    name: name!,
    flags: Object.fromEntries([...flags!.matchAll(/--([\w-]+)=(\S+)/g)].map(([, flag, value]) => [flag, value])),
    words: rest!.trim().split(/\s+/),
    text: rest!.trim(),
  }));
}

/** Whether a .dockerignore keeps a path of the build context out: of the patterns that fit it or a folder above, the last counts. */
export function isIgnored(path: string, dockerignore: string): boolean {
  const patterns = dockerignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const decisive = patterns.findLast((pattern) => fits(pattern.replace(/^!/, ''), path));
  return decisive !== undefined && !decisive.startsWith('!');
}

function fits(pattern: string, path: string): boolean {
  return pattern === '*' || path === pattern || path.startsWith(`${pattern}/`);
}
