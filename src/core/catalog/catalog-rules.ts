/** Every mistake a catalog file can hold. The ids are a contract: people search for them, so none is ever reused. */
export const catalogRules = {
  'yaml-syntax': 'The file is not YAML, is empty, or holds several documents.',
  'unknown-key': 'A key that the format does not have. Most are slips of the pen.',
  'missing-key': 'A key that every record needs.',
  'wrong-type': 'A value of another kind than the key takes, such as a text where a list belongs.',
  'unknown-value': 'A value outside the closed list that the key takes.',
  'version-not-quoted': 'YAML reads 1.20 as the number 1.2, so versions are written in quotes.',
  'version-unreadable': "A version that the component's version scheme cannot read.",
  'range-empty': 'A range that ends before it begins contains no version.',
  'range-two-ends': '`fixed` and `last_affected` are two ways to end a range; one range has one end.',
  'unknown-component': 'An issue names a component that no catalog file describes.',
  'duplicate-id': 'Two files of one catalog describe the same id.',
  'file-name': 'The file name is the id of what it holds, so that a record is found without searching.',
  'not-https': 'A source is a page that anyone can open, by https.',
  'condition-shape': 'A condition has exactly one test.',
  'example-shape': 'An example runs an image or a kubelet, one of the two.',
  'example-mismatch': 'An example comes out otherwise than the record says.',
  'misplaced-file': 'Components are in `components/`, issues in `issues/`.',
} as const;

export type CatalogRule = keyof typeof catalogRules;
