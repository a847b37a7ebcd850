// A key's life as a picture: every state of the machine and every way between them, the state that the key is in lit,
// and what is possible from it. It knows no state by name: a state that the machine gains is drawn like the others.
import { draw } from './graph/draw.ts';
import { placeLabels } from './graph/labels.ts';
import type { Label, PlacedLabel } from './graph/labels.ts';
import type { Arrow, Box, Drawing, PlacedArrow, PlacedBox } from './graph/types.ts';
import { textWidth, twoLines } from './text-size.ts';
import { stateName } from './words.ts';

/** The machine as it is drawn. */
export interface LifecycleShape {
  /** The state of a new key. */
  readonly first: string;
  readonly states: readonly { readonly name: string; /** The key is gone. */ readonly end?: boolean }[];
  readonly ways: readonly Way[];
}

export interface Way {
  readonly from: string;
  readonly to: string;
  /** The operation that leads there, as the command line names it; or what happens, in words. */
  readonly by: string;
  /** It happens when it is time, not when somebody asks for it. */
  readonly waits?: boolean;
  /** It is the end of the waiting period. */
  readonly ends?: boolean;
}

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

/** `left` is how long the waiting period still lasts, in words. */
export function lifecyclePicture(
  shape: LifecycleShape,
  current: string | undefined,
  left: string | undefined,
  width: number,
): LifecyclePicture {
  const links = linksOf(shape);
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
  const lit = litLabels(drawing, links, current, left);
  const others = links.filter((link) => link.directions.length === 1 && !out(link, current));
  const quiet = placeLabels(drawing, labelsOf(others, undefined, undefined), lit);
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
      const way = link && out(link, current);
      return {
        ...arrow,
        lit: way?.to ?? null,
        heads: link?.directions.map(({ to }) => to) ?? [],
        waits: link?.directions.every(({ waits }) => waits) ?? false,
      };
    }),
    labels: [...lit, ...quiet].flatMap((label): DrawnLabel[] => {
      const way = links.find(({ id }) => id === label.arrow)?.directions;
      const direction = way?.find(({ from }) => from === current) ?? way?.[0];
      if (!direction) return [];
      const isLit = direction.from === current;
      return [{ ...label, lit: isLit, lines: labelLines(direction, isLit ? left : undefined, label.shape === 1) }];
    }),
    besides: links.flatMap((link) => {
      const way = lit.some(({ arrow }) => arrow === link.id) ? undefined : out(link, current);
      return way ? [`${labelLines(way, left, false).join(' or ')} → ${stateName(way.to)}`] : [];
    }),
    apartFrom: apart.boxes.length > 0 ? drawing.height : null,
  };
}

/** What leads from one state to one other. */
interface Direction {
  readonly from: string;
  readonly to: string;
  readonly names: readonly string[];
  readonly waits: boolean;
  readonly ends: boolean;
}

const fewWays = 9;

/** One line between two states, for what leads there and, where there are many ways, for what leads back. */
interface Link extends Arrow {
  readonly directions: readonly Direction[];
}

function linksOf({ ways }: LifecycleShape): readonly Link[] {
  const directions = new Map<string, Direction>();
  for (const { from, to, by, waits = false, ends = false } of ways) {
    if (from === to) continue;
    const known = directions.get(`${from}→${to}`);
    const names = [...new Set([...(known?.names ?? []), by])];
    directions.set(`${from}→${to}`, { from, to, names, waits, ends });
  }
  // Many ways are drawn as few lines: what leads there and what leads back share one.
  const together = directions.size > fewWays;
  const links = new Map<string, Link>();
  for (const direction of directions.values()) {
    const { from, to } = direction;
    const back = together ? links.get(`${to}→${from}`) : undefined;
    if (back) links.set(back.id, { ...back, bothWays: true, directions: [...back.directions, direction] });
    else links.set(`${from}→${to}`, { id: `${from}→${to}`, from, to, directions: [direction] });
  }
  return [...links.values()];
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

const out = (link: Link, state: string | undefined): Direction | undefined =>
  link.directions.find(({ from }) => from === state);

/** Each way to write what leads out of a state (undefined: of any): in a line, or broken. */
function labelsOf(links: readonly Link[], state: string | undefined, left: string | undefined): readonly Label[] {
  return links.flatMap((link) => {
    const direction = state === undefined ? link.directions[0] : out(link, state);
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
function litLabels(drawing: Drawing, links: readonly Link[], state: string | undefined, left: string | undefined) {
  const labels = labelsOf(links, state, left);
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
    const labels = labelsOf(links, name, undefined);
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
): string {
  if (current === undefined) return `The key states of a KMS key, and the operations that lead from one to another.`;
  const ways = linksOf(shape).flatMap((link) => out(link, current) ?? []);
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
