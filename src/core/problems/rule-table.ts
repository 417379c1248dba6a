/** Every mistake that one kind of file can hold, by its id. */
export type RuleTable = Readonly<Record<string, Rule>>;

/** Both texts are Markdown, with nothing but code spans in it. */
export interface Rule {
  /** What is wrong. */
  readonly meaning: string;
  /** What to do. */
  readonly remedy: string;
}
