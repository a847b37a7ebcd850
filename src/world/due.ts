// What will happen when the world's clock says so. In a table like everything else, in the order of the moments.
import { defineTable, type View } from './records.ts';
import type { Due } from './service.ts';

/** Under '', by moment and name. */
export const dueTable = defineTable<Due>('world/due');
/** Where in `dueTable` a name stands. Under '', by name. */
export const dueNamesTable = defineTable<{ readonly dueId: string }>('world/due-names');

export const dueName = ({ service, handler, subject }: Omit<Due, 'atMs'>): string => `${service}/${handler}/${subject}`;

/** IDs sort as the moments do: no world outlives the year 33658. */
export const dueId = (due: Due): string => `${String(due.atMs).padStart(15, '0')}/${dueName(due)}`;

export function nextDue(view: View): Due | undefined {
  return view.scan(dueTable, '', { limit: 1 })[0]?.row;
}
