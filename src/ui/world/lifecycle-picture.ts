// A key's life as a picture: every state of the machine and every way between them, the state that the key is in lit,
// and what is possible from it. It knows no state by name: a state that the machine gains is drawn like the others.
import { draw } from './graph/draw.ts';
import { placeLabels } from './graph/labels.ts';
import type { Label, PlacedLabel } from './graph/labels.ts';
import type { Box, Drawing, PlacedArrow, PlacedBox } from './graph/types.ts';
import { firstOf, linksOf, outOf } from './lifecycle-links.ts';
import type { Chosen, Direction, LifecycleShape, Link } from './lifecycle-links.ts';
import { textWidth, twoLines } from './text-size.ts';
import { stateName } from './words.ts';

export interface DrawnState extends PlacedBox {
  readonly lines: readonly string[];
  readonly current: boolean;
  readonly end: boolean;
  /** Nothing leads to it or from it yet. */
  readonly apart: boolean;
}

export interface DrawnWay extends PlacedArrow {
  /** Where it leads from the state that is lit; null where it does not. */
  readonly lit: string | null;
  /** The ends that have an arrowhead. */
  readonly heads: readonly string[];
  readonly waits: boolean;
}

export interface DrawnLabel extends PlacedLabel {
  readonly lines: readonly string[];
  readonly lit: boolean;
}

export interface LifecyclePicture {
  readonly width: number;
  readonly height: number;
  readonly states: readonly DrawnState[];
  readonly ways: readonly DrawnWay[];
  readonly labels: readonly DrawnLabel[];
  /** What is possible but found no room beside its line: each in a few words. */
  readonly besides: readonly string[];
  /** Where the row of states begins that nothing leads to; null where there is none. */
  readonly apartFrom: number | null;
}

export const labelSize = 11.5;
export const labelLine = 14;
const stateSize = 12.5;
const stateLine = 15;
const columnGap = 16;
/** How far apart rows and passing lines stand: the closest at which every label has its place, else the last. */
const airs = [10, 40, 80, 120].flatMap((passing) => [44, 56, 70].map((rowGap) => ({ passing, rowGap })));
interface Air {
  readonly passing: number;
  readonly rowGap: number;
}
const dense: Air = { passing: 11, rowGap: 54 };

/**
 * `left` is how long the waiting period still lasts, in words. `leadsTo` are the states that this very key can come to
 * from where it is; without it, all that the machine has.
 */
export function lifecyclePicture(
  shape: LifecycleShape,
  current: string | undefined,
  left: string | undefined,
  width: number,
  leadsTo?: readonly string[],
): LifecyclePicture {
  const links = linksOf(shape);
  const out = outOf(current, leadsTo);
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const boxes = shape.states.map(({ name }) => boxOf(name));
  const drawing = sketch(
    shape,
    links,
    boxes.filter(({ id }) => linked.has(id)),
    width,
  );
  const apart = rowsApart(
    shape.states.filter(({ name }) => !linked.has(name)).map(({ name }) => chipOf(name)),
    width,
    drawing.height,
  );
  const lit = litLabels(drawing, links, out, left);
  const others = links.filter((link) => link.directions.length === 1 && !out(link));
  const quiet = placeLabels(drawing, labelsOf(others, firstOf, undefined), lit);
  return {
    width,
    height: apart.bottom,
    states: [...drawing.boxes, ...apart.boxes].map((box) => ({
      ...box,
      lines: linked.has(box.id) ? nameLines(box.id) : [stateName(box.id)],
      current: box.id === current,
      end: shape.states.some(({ name, end }) => name === box.id && end === true),
      apart: !linked.has(box.id),
    })),
    ways: drawing.arrows.map((arrow): DrawnWay => {
      const link = links.find(({ id }) => id === arrow.id);
      const way = link && out(link);
      return {
        ...arrow,
        lit: way?.to ?? null,
        heads: link?.directions.map(({ to }) => to) ?? [],
        waits: link?.directions.every(({ waits }) => waits) ?? false,
      };
    }),
    labels: [...lit, ...quiet].flatMap((label): DrawnLabel[] => {
      const link = links.find(({ id }) => id === label.arrow);
      const way = link && out(link);
      const direction = way ?? link?.directions[0];
      if (!direction) return [];
      return [{ ...label, lit: way !== undefined, lines: labelLines(direction, way && left, label.shape === 1) }];
    }),
    besides: links.flatMap((link) => {
      const way = out(link);
      return way && !lit.some(({ arrow }) => arrow === link.id)
        ? [`${labelLines(way, left, false).join(' or ')} → ${stateName(way.to)}`]
        : [];
    }),
    apartFrom: apart.boxes.length > 0 ? drawing.height : null,
  };
}

const chipOf = (name: string): Box => ({
  id: name,
  width: Math.round(textWidth(stateName(name), labelSize) + 18),
  height: 24,
});

function boxOf(name: string): Box {
  const lines = nameLines(name);
  const text = Math.max(...lines.map((line) => textWidth(line, stateSize, true)));
  return { id: name, width: Math.round(text + 28), height: lines.length * stateLine + 17 };
}

const nameLines = (state: string): readonly string[] => {
  const name = stateName(state);
  return name.length > 16 ? twoLines(name) : [name];
};

/** Each way to write one direction of each link: in a line, or broken. */
function labelsOf(links: readonly Link[], chosen: Chosen, left: string | undefined): readonly Label[] {
  return links.flatMap((link) => {
    const direction = chosen(link);
    if (!direction) return [];
    const shapes = [false, true].map((broken) => {
      const lines = labelLines(direction, left, broken);
      const text = Math.max(...lines.map((line) => textWidth(line, labelSize, true)));
      return { width: Math.ceil(text), height: lines.length * labelLine };
    });
    return [{ arrow: link.id, shapes }];
  });
}

const labelLines = ({ names, ends }: Direction, left: string | undefined, broken: boolean): readonly string[] =>
  (ends && left !== undefined ? [`in ${left}`] : names).flatMap((name) => (broken ? twoLines(name) : [name]));

/** First on free ground; where there is none, over lines that are not lit: those are interrupted. */
function litLabels(drawing: Drawing, links: readonly Link[], out: Chosen, left: string | undefined) {
  const labels = labelsOf(links, out, left);
  const free = placeLabels(drawing, labels);
  const others = labels.filter(({ arrow }) => !free.some((label) => label.arrow === arrow));
  const quiet = (arrow: string) => !labels.some((label) => label.arrow === arrow);
  return [...free, ...placeLabels(drawing, others, free, quiet)];
}

const sketches = new WeakMap<LifecycleShape, Map<number, Drawing>>();

/** Where boxes and lines stand. The same whatever state is lit: nothing jumps when the key's state changes. */
function sketch(shape: LifecycleShape, links: readonly Link[], boxes: readonly Box[], width: number): Drawing {
  const known = sketches.get(shape) ?? new Map<number, Drawing>();
  sketches.set(shape, known);
  const at = ({ passing, rowGap }: Air): Drawing =>
    draw(boxes, links, { width, gaps: { boxes: columnGap, passing }, rowGap, first: shape.first });
  const found = known.get(width) ?? searched(shape, links, at);
  known.set(width, found);
  return found;
}

function searched(shape: LifecycleShape, links: readonly Link[], at: (air: Air) => Drawing): Drawing {
  const few = links.every(({ bothWays }) => bothWays !== true);
  for (const air of few ? airs : []) {
    const drawing = at(air);
    if (fits(drawing, links, shape)) return drawing;
  }
  return at(dense);
}

/** Whether, whatever state is lit, there is free ground for its labels. */
const fits = (drawing: Drawing, links: readonly Link[], shape: LifecycleShape): boolean =>
  drawing.boxes.every(({ x, width }) => x - width / 2 >= 0 && x + width / 2 <= drawing.width) &&
  shape.states.every(({ name }) => {
    const labels = labelsOf(links, outOf(name), undefined);
    return placeLabels(drawing, labels).length === labels.length;
  });

/** States that nothing leads to yet, in rows under the drawing. */
function rowsApart(
  boxes: readonly Box[],
  width: number,
  from: number,
): { boxes: readonly PlacedBox[]; bottom: number } {
  const placed: PlacedBox[] = [];
  let x = 2;
  let top = from + 36;
  let rowHeight = 0;
  for (const box of boxes) {
    if (x > 2 && x + box.width > width) {
      [x, top, rowHeight] = [2, top + rowHeight + 6, 0];
    }
    placed.push({ ...box, x: x + box.width / 2, y: top + box.height / 2 });
    x += box.width + 6;
    rowHeight = Math.max(rowHeight, box.height);
  }
  return { boxes: placed, bottom: placed.length === 0 ? from : top + rowHeight + 2 };
}

/** The picture in a sentence, for those who do not see it. */
export function lifecycleSentence(
  shape: LifecycleShape,
  subject: string,
  current: string | undefined,
  left: string | undefined,
  leadsTo?: readonly string[],
): string {
  if (current === undefined) return `The key states of a KMS key, and the operations that lead from one to another.`;
  const out = outOf(current, leadsTo);
  const ways = linksOf(shape).flatMap((link) => out(link) ?? []);
  const asked = ways
    .filter(({ waits }) => !waits)
    .map(({ names, to }) => `${names.join(' or ')} leads to ${stateName(to)}`);
  const waits = ways
    .filter((way) => way.waits)
    .map(
      ({ names, to, ends }) =>
        `${ends && left !== undefined ? `in ${left}` : names.join(' or ')}: ${stateName(to).toLowerCase()}`,
    );
  const possible = [...asked, ...waits];
  return `${subject} is ${stateName(current)}. ${possible.length === 0 ? 'Nothing leads on from here.' : `Possible from here: ${possible.join('; ')}.`}`;
}
