const imageField = /"image"\s*:\s*"(?<image>(?:[^"\\]|\\.)*)"/g;

/** The images that the JSON text of a pod or a workload names, as they stand there, found without parsing it. */
export function imagesIn(json: string): readonly string[] {
  return [...json.matchAll(imageField)].map(({ groups }) => groups?.['image'] ?? '');
}
