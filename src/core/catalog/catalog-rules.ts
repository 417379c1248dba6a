/**
 * Every mistake a catalog file can hold. The ids are a contract: people search for them, so none is ever reused.
 *
 * `meaning` is the rule, `remedy` what to do; both are shown in docs/catalog-format.md and in SARIF.
 */
export const catalogRules = {
  'yaml-syntax': {
    meaning: 'The file is not YAML, is empty, or holds several documents.',
    remedy:
      'Keep one YAML document a file. A text with ": " or " #" in it needs quotes. Anchors and aliases are not read.',
  },
  'unknown-key': {
    meaning: 'A key that the format does not have there. Most are slips of the pen.',
    remedy: 'Use the key that the message suggests, or leave it out; comments begin with #.',
  },
  'missing-key': {
    meaning: 'A key that the record needs.',
    remedy: 'Add it; docs/catalog-format.md says what it holds.',
  },
  'wrong-type': {
    meaning: 'A value of another kind or shape than the key takes, such as a text where a list belongs.',
    remedy: 'Write the value as the message says.',
  },
  'unknown-value': {
    meaning: 'A value outside the closed list that the key takes.',
    remedy: 'Take one of the values that the message lists.',
  },
  'version-not-quoted': {
    meaning: 'YAML reads 1.20 as the number 1.2, so versions are written in quotes.',
    remedy: 'Write `"1.20"`.',
  },
  'version-unreadable': {
    meaning: "A version that the component's version scheme cannot read, so that it could never match.",
    remedy: "Write it like the example in the message, or correct the component's version_scheme.",
  },
  'version-suffix-dropped': {
    meaning:
      'A version of a record ends in something that does not order, such as `-hotfix.1`, so it would be taken for the release before it.',
    remedy:
      "Write the plain release, or say with the component's `version_build` what stands before a build number that orders.",
  },
  'range-empty': {
    meaning: 'A range that ends before it begins contains nothing.',
    remedy: 'Swap its ends, or correct the one that is wrong. `fixed` is the first version without the issue.',
  },
  'range-two-ends': {
    meaning: '`fixed` and `last_affected` are two ways to end a range; one range has one end.',
    remedy: 'Keep `fixed` where a release has the fix, `last_affected` where the branch ended without one.',
  },
  'range-overlap': {
    meaning: 'Two ranges of one component share versions, so one of their ends is wrong.',
    remedy: 'Join the two, or move their ends apart.',
  },
  'range-unreachable': {
    meaning: 'A range, or a single version, that lies inside another range never decides anything.',
    remedy: 'Leave it out, or correct the wider range.',
  },
  'fixed-is-affected': {
    meaning: 'A version that ends one range is affected by the same record, so people would upgrade to a bad version.',
    remedy: 'Correct the end of one of the two ranges.',
  },
  'reported-outside-range': {
    meaning: '`first_reported` and `last_reported` were seen affected, so they are in the range, in that order.',
    remedy: 'Widen the range, or correct the version.',
  },
  'unknown-component': {
    meaning: 'A component that no catalog file describes, or that the issue does not speak of.',
    remedy: 'Correct its id, or describe the component in `components/<id>.yaml`.',
  },
  'unknown-issue': {
    meaning: '`related` names an issue that no catalog file describes.',
    remedy: 'Correct the id, or leave it out.',
  },
  'duplicate-id': {
    meaning: 'Two files of one catalog describe the same id, or one file lists the same thing twice.',
    remedy: 'Keep one of the two. A catalog of your own replaces a built-in record by using its id.',
  },
  'duplicate-alias': {
    meaning:
      'Two issues claim the same upstream ticket, as an alias or as their first reference, so one defect would alert twice.',
    remedy: 'Make them one record, or correct the alias. What is only similar belongs to `related`.',
  },
  'image-claimed-twice': {
    meaning: 'Two components claim the same image, and the name of the container does not tell them apart.',
    remedy: 'List it under `shared_images` of both and give them different `containers`, or leave it to one of them.',
  },
  'digest-listed-twice': {
    meaning: 'Two components list the same digest, which is of one image and so of one component.',
    remedy: 'Leave it to the component that the image is of.',
  },
  'file-name': {
    meaning:
      'The file is found by its id: `components/<id>.yaml`, `issues/<project>/<ID>.yaml` (or right in `issues/`), `releases/<id>.yaml`.',
    remedy: 'Name and place it as the message says.',
  },
  'not-https': {
    meaning: 'A source is a page that anyone can open, by https.',
    remedy: 'Write its full address, from https:// on.',
  },
  'figure-without-source': {
    meaning: 'A number without a source does not enter the catalog: nobody could check it.',
    remedy: 'Add `source`, the page that shows it.',
  },
  'figure-shape': {
    meaning: 'A figure says its number in two ways, or in none that makes sense.',
    remedy: 'Write one value, or min and max; growth goes from a lower figure to a higher one.',
  },
  'condition-shape': {
    meaning: 'A condition has exactly one test.',
    remedy: 'Join several with `all` or `any`, or write them as conditions of their own.',
  },
  'example-shape': {
    meaning: 'An example runs an image, or a node that says a version; what belongs to a container needs an image.',
    remedy: 'Add `image` or `kubelet`.',
  },
  'example-mismatch': {
    meaning: 'An example comes out otherwise than the record says.',
    remedy: 'The message says how it came out: correct the example, the versions or the conditions.',
  },
  'misplaced-file': {
    meaning: 'Components are in `components/`, issues in `issues/`, releases of distributions in `releases/`.',
    remedy: 'Move the file there.',
  },
} as const;

export type CatalogRule = keyof typeof catalogRules;
