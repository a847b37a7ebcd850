// --output table: which sections and rows an answer has. How they are drawn is table-drawing.ts.
// Source: AWS CLI User Guide, "Table output format".
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { isJsonList, isScalar, scalarText } from './scalars.ts';
import { drawTable, Section } from './table-drawing.ts';

export function formatTable(title: string, value: Json, color = false): string {
  const sections: Section[] = [];
  addTable(sections, title, value, 0);
  return sections.length === 0 ? '' : drawTable(sections, color);
}

/** Python's truth: null, false, zero, and everything empty make no table. */
const isEmpty = (value: Json): boolean =>
  isJsonList(value) ? value.length === 0 : isJsonObject(value) ? Object.keys(value).length === 0 : !value;

function addTable(sections: Section[], title: string | undefined, value: Json, indent: number): void {
  if (isEmpty(value)) return;
  if (title !== undefined) sections.push(new Section(title, indent));
  if (isJsonObject(value)) addStructure(sections, value, indent);
  if (isJsonList(value)) {
    if (isJsonObject(value[0])) addStructures(sections, value, indent, title);
    else value.forEach((item) => addItem(sections, item));
  }
}

function addItem(sections: Section[], item: Json): void {
  if (isScalar(item)) addRow(sections, [item]);
  else if (isJsonObject(item)) addRow(sections, Object.keys(item));
  else if (isJsonList(item) && item.every(isScalar)) addRow(sections, item);
  else addTable(sections, undefined, item, 0);
}

function addStructure(sections: Section[], structure: JsonObject, indent: number): void {
  const { scalars, nested } = namesOf([structure]);
  const [only] = scalars;
  if (only !== undefined && scalars.length === 1) addRow(sections, [only, structure[only] ?? null]);
  else if (scalars.length > 0) {
    sections.at(-1)?.setHeaders(scalars);
    addRow(
      sections,
      scalars.map((name) => structure[name] ?? null),
    );
  }
  for (const name of nested) addTable(sections, name, structure[name] ?? null, indent + 1);
}

/** Structures with nested values get a section each, all with the same columns. */
function addStructures(sections: Section[], list: readonly Json[], indent: number, title: string | undefined): void {
  const structures = list.filter(isJsonObject);
  const { scalars, nested } = namesOf(structures);
  sections.at(-1)?.setHeaders(scalars);
  structures.forEach((structure, at) => {
    if (at > 0 && nested.length > 0) {
      sections.push(new Section(title ?? '', indent));
      sections.at(-1)?.setHeaders(scalars);
    }
    addRow(
      sections,
      scalars.map((name) => (Object.hasOwn(structure, name) ? (structure[name] ?? null) : '')),
    );
    for (const name of nested.filter((key) => Object.hasOwn(structure, key))) {
      addTable(sections, name, structure[name] ?? null, indent + 1);
    }
  });
}

function namesOf(structures: readonly JsonObject[]): { scalars: string[]; nested: string[] } {
  const scalars = new Set<string>();
  const nested = new Set<string>();
  for (const structure of structures) {
    for (const [name, value] of Object.entries(structure)) (isScalar(value) ? scalars : nested).add(name);
  }
  return { scalars: [...scalars].sort(), nested: [...nested].sort() };
}

const addRow = (sections: Section[], row: readonly Json[]) => sections.at(-1)?.addRow(row.map(scalarText));
