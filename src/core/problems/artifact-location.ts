/** Where SARIF says a file is. */
export interface ArtifactLocation {
  /** A reference relative to the working directory for what is in it, else a `file:` URI. */
  readonly uri: string;
  readonly uriBaseId?: typeof workingDirectoryId;
}

/** What viewers agree to call the root of the sources. */
export const workingDirectoryId = '%SRCROOT%';

/**
 * A file as SARIF names it: without `..`, which no reader may resolve (SARIF 2.1.0, section 3.10.2), and without the
 * working directory, which differs between machines (section 3.4.7). GitHub reads the rest from the root of the
 * repository.
 */
export function locateArtifact(file: string, workingDirectory: string): ArtifactLocation {
  const isWindows = !workingDirectory.startsWith('/');
  const path = isAbsolute(file, isWindows) ? file : `${workingDirectory}/${file}`;
  const segments = resolveSegments(path, isWindows);
  const base = resolveSegments(workingDirectory, isWindows);
  if (base.every((segment, index) => segment === segments[index])) {
    return { uri: encode(segments.slice(base.length)), uriBaseId: workingDirectoryId };
  }
  return { uri: toFileUri(segments, path) };
}

function isAbsolute(path: string, isWindows: boolean): boolean {
  return isWindows ? /^(?:[a-z]:)?[\\/]/i.test(path) : path.startsWith('/');
}

/** On Windows a slash may lean either way; elsewhere a backslash belongs to the name. */
function resolveSegments(path: string, isWindows: boolean): readonly string[] {
  const resolved: string[] = [];
  for (const segment of path.split(isWindows ? /[\\/]/ : '/')) {
    if (segment === '..') resolved.pop();
    else if (segment !== '' && segment !== '.') resolved.push(segment);
  }
  return resolved;
}

/** A name may hold half a character, which no URI can. */
function encode(segments: readonly string[]): string {
  return segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/');
}

/** The first segment of a network path is the host; that of a drive keeps its colon. */
function toFileUri(segments: readonly string[], path: string): string {
  const root = path.startsWith('\\\\') ? 'file://' : 'file:///';
  return root + encode(segments).replace(/^([a-z])%3A/i, '$1:');
}
