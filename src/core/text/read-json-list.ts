import {
  cutValue,
  type JsonSource,
  MalformedAnswer,
  parseJson,
  peek,
  type Reading,
  readList,
  readObject,
} from './cut-json.ts';

export interface JsonListReader {
  /** Reads on. Throws MalformedAnswer. */
  readonly write: (text: string) => void;
  /** The text is complete; gives the fields beside the list. Throws MalformedAnswer where it is not. */
  readonly end: () => Readonly<Record<string, unknown>>;
}

export interface JsonListOptions {
  /** Key of the list in the object. */
  readonly list: string;
  /** The text of an entry, as soon as it is there. */
  readonly onEntry: (text: string) => void;
  /** Characters that an entry, or any other field, may take. */
  readonly longest: number;
}

/** Reads an object with a list in it, in pieces of any size, without holding more of it than one entry of the list. */
export function createJsonListReader({ list, onEntry, longest }: JsonListOptions): JsonListReader {
  const source: JsonSource = { text: '', at: 0, ended: false };
  const fields: Record<string, unknown> = {};
  const reading = readAll();

  function* readEntry(): Reading<void> {
    onEntry(yield* cutValue(source, longest));
  }

  function* readAll(): Reading<void> {
    yield* readObject(source, function* (key) {
      if (key === list && (yield* peek(source)) === '[') yield* readList(source, readEntry);
      else fields[key] = parseJson(yield* cutValue(source, longest));
    });
    if ((yield* peek(source)) !== undefined) throw new MalformedAnswer('something follows its end');
  }

  return {
    write(text) {
      source.text = text;
      source.at = 0;
      reading.next();
    },
    end() {
      source.text = '';
      source.at = 0;
      source.ended = true;
      if (reading.next().done !== true) throw new MalformedAnswer('it ends in the middle');
      return fields;
    },
  };
}
