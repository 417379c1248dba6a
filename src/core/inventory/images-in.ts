const imageField = /"image"\s*:\s*"(?<image>(?:[^"\\]|\\.)*)"/g;

/** The images that the JSON text of a pod or a workload names, found without parsing it; perhaps some texts more. */
export function imagesIn(json: string): readonly string[] {
  return [...json.matchAll(imageField)].map(({ groups }) => unescaped(groups?.['image'] ?? ''));
}

/** No image needs an escape, but JSON may write one. */
function unescaped(text: string): string {
  return text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text;
}
