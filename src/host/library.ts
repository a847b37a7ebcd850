// The course and the question bank, as the texts that they are, in the order of their files' names.

const texts = (files: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(files)
    .sort()
    .map((path) => files[path] ?? '');

export const lessonTexts = texts(
  import.meta.glob<string>(['../../lessons/**/*.md', '!../../lessons/items/**', '!../../lessons/misconceptions.md'], {
    query: '?raw',
    eager: true,
    import: 'default',
  }),
);

export { default as misconceptionsText } from '../../lessons/misconceptions.md?raw';

export const itemTexts = texts(
  import.meta.glob<string>('../../lessons/items/**/*.md', { query: '?raw', eager: true, import: 'default' }),
);
