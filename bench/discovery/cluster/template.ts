/** JSON with holes, so that an object costs little more than the copying of its text. */
export interface Template {
  readonly fill: (values: Readonly<Record<string, string>>) => string;
}

/**
 * `object` may have holes anywhere in its texts, `§podIP§`, and a text that is nothing but `§#replicas§` becomes a number.
 * Values are written as they are, so they hold no quotes.
 */
export function template(object: unknown): Template {
  const parts = JSON.stringify(object)
    .replaceAll(/"§#(\w+)§"/g, '§$1§')
    .split('§');
  return {
    fill(values) {
      let text = parts[0] ?? '';
      for (let index = 1; index < parts.length; index += 2) {
        const name = parts[index] ?? '';
        const value = values[name];
        if (value === undefined) throw new Error(`nothing was given for §${name}§`);
        text += value + (parts[index + 1] ?? '');
      }
      return text;
    },
  };
}
