import {
  createPieceReader,
  cutValue,
  MalformedAnswer,
  type PieceReader,
  parseJson,
  peek,
  type Reading,
  readList,
  readObject,
} from './cut-json.ts';

export interface JsonListOptions {
  /** Key of the list in the object. */
  readonly list: string;
  /** The text of an entry, as soon as it is there. */
  readonly onEntry: (text: string) => void;
  /** Characters that an entry, or any other field, may take. */
  readonly longest: number;
}

/**
 * Reads an object with a list in it, in pieces of any size, without holding more of it than one entry of the list. Gives
 * the fields beside the list.
 */
export function createJsonListReader({
  list,
  onEntry,
  longest,
}: JsonListOptions): PieceReader<Readonly<Record<string, unknown>>> {
  return createPieceReader(function* (source) {
    const fields: Record<string, unknown> = {};

    function* readEntry(): Reading<void> {
      onEntry(yield* cutValue(source, longest));
    }

    yield* readObject(source, function* (key) {
      if (key === list && (yield* peek(source)) === '[') yield* readList(source, readEntry);
      else fields[key] = parseJson(yield* cutValue(source, longest));
    });
    if ((yield* peek(source)) !== undefined) throw new MalformedAnswer('something follows its end');
    return fields;
  });
}
