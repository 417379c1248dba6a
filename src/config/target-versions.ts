import {
  formatProgramVersion,
  isBefore,
  type Program,
  type ProgramVersion,
  type ProgramVersions,
  parseProgramVersion,
  programs,
} from '../core/rules/targets/program.ts';
import { joinWords } from '../core/text/join-words.ts';
import { nearestWord } from '../core/text/nearest-word.ts';

/** Takes a mistake on the command line: a sentence without a full stop. */
export type Note = (mistake: string) => void;

/** For each chosen target the programs that read its files, the one that it is named after first. */
type Readers = readonly (readonly [Program, ...Program[]])[];

const programNames = Object.keys(programs) as Program[]; // its own keys

/** Versions by program. Each text is `<program>=<version>`, or a version alone where only one target is written. */
export function parseTargetVersions(texts: readonly string[], readers: Readers, note: Note): ProgramVersions {
  const versions = new Map<Program, ProgramVersion>();
  if (readers.length === 0) return versions; // the targets have mistakes of their own
  for (const text of texts) {
    const program = parseProgram(text, readers, note);
    const version = program && parseVersion(program, text.slice(text.indexOf('=') + 1), note);
    if (program === undefined || version === undefined) continue;
    if (versions.has(program)) note(`--target-version has two versions of ${program}`);
    versions.set(program, version);
  }
  return versions;
}

function parseProgram(text: string, readers: Readers, note: Note): Program | undefined {
  const equals = text.indexOf('=');
  const [only, ...more] = readers;
  if (equals < 0 && more.length > 0) {
    note(`--target-version takes <program>=<version> where there are several targets, not "${text}"`);
    return undefined;
  }
  const name = equals < 0 ? only?.[0] : text.slice(0, equals);
  const program = programNames.find((known) => known === name);
  if (program === undefined) {
    note(`--target-version knows no program "${name}"; ${suggest(name ?? '', programNames)}`);
  } else if (!readers.some((programsOfTarget) => programsOfTarget.includes(program))) {
    note(`--target-version has a version of ${program}, which reads no chosen target; add its target or leave it out`);
  } else {
    return program;
  }
  return undefined;
}

function parseVersion(program: Program, text: string, note: Note): ProgramVersion | undefined {
  const { name, majors, oldest } = programs[program];
  const version = parseProgramVersion(text);
  if (version === undefined) {
    note(`--target-version takes a version such as ${program}=${formatProgramVersion(oldest)}, not "${text}"`);
  } else if (!majors.some((known) => known === version.major)) {
    const known = joinWords(
      majors.map((major) => `${major}.x`),
      'and',
    );
    note(`--target-version ${program}=${text} is not known: there is ${known} of ${name}`);
  } else if (isBefore(version, oldest)) {
    note(`--target-version ${program}=${text} is too old: the rules need ${name} ${formatProgramVersion(oldest)}`);
  } else {
    return version;
  }
  return undefined;
}

/** A clause for a word that is not among those that are known. */
export function suggest(word: string, known: readonly string[]): string {
  const meant = nearestWord(word, known);
  return meant === undefined ? `use ${joinWords(known, 'or')}` : `did you mean ${meant}?`;
}
