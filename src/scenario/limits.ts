// How large a scenario's text may be. It may come from a stranger's link, so everything in it has an upper bound.
export const limits = {
  /** Characters of the whole text. */
  text: 200_000,
  /** Characters of the whole link, and of the text that it may unpack to. */
  link: 64_000,
  line: 8_000,
  steps: 60,
  blocks: 60,
  commands: 2_000,
  /** Characters of a JMESPath expression. */
  expression: 600,
  yamlDepth: 6,
  yamlEntries: 100,
} as const;
