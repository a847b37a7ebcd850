// What the world's panes read of the page's mirror.
import type { Mirror } from '../mirror.svelte.ts';

export type Watched = Pick<
  Mirror,
  'view' | 'entries' | 'entriesShown' | 'nowMs' | 'lookingAt' | 'lookAt' | 'account' | 'region' | 'info'
>;
