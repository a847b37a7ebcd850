// The course and the question bank as the tests read them.
import { readdirSync, readFileSync } from 'node:fs';
import { parseItem } from '../../src/exam/parse.ts';
import { parseMisconceptions } from '../../src/exam/misconceptions.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const lessonsFolder = new URL('../../lessons/', import.meta.url);

const texts = (folder: URL, pattern: RegExp): { readonly name: string; readonly text: string }[] =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));

/** Lessons are numbered: 02-envelope-encryption.md. */
export const lessonTexts = texts(lessonsFolder, /^\d\d-.*\.md$/);
export const itemTexts = texts(new URL('items/', lessonsFolder), /\.md$/);

export const lessons = lessonTexts.map(({ name, text }) => ({ name, scenario: parseScenario(text) }));
export const items = itemTexts.map(({ name, text }) => ({ name, item: parseItem(text) }));
export const misconceptions = parseMisconceptions(readFileSync(new URL('misconceptions.md', lessonsFolder), 'utf8'));
