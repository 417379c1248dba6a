import { compareNaturally } from '../text/natural-order.ts';
import { nearestWord } from '../text/nearest-word.ts';

/** More would be a list to read and no answer. */
const maxSuggestions = 3;

/**
 * What `word` was probably meant to be, best first: the candidate that is spelt most alike, else those that hold it.
 *
 * `calico` is no slip of the pen, but the beginning of `calico-node`.
 */
export function suggestWords(word: string, candidates: readonly string[]): readonly string[] {
  const nearest = nearestWord(word, candidates);
  if (nearest !== undefined) return [nearest];
  const part = word.trim().toLowerCase();
  if (part === '') return [];
  return candidates
    .filter((candidate) => candidate.toLowerCase().includes(part))
    .sort(compareNaturally)
    .slice(0, maxSuggestions);
}
