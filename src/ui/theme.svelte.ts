// Light or dark: the system's wish, until the reader says otherwise. In localStorage, because the first paint needs it
// before the worker can answer; where that is refused, the choice lasts as long as the page.

export type Theme = 'light' | 'dark';

const KEY = 'keyroom-theme';
const system = () => matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

class Themes {
  #chosen: Theme | null = $state.raw(stored());
  #system: Theme = $state.raw(system().matches ? 'dark' : 'light');

  get current(): Theme {
    return this.#chosen ?? this.#system;
  }

  /** Sets the page's tones, now and whenever the system's wish changes. */
  start(): void {
    this.#paint();
    system().addEventListener('change', (event) => {
      this.#system = event.matches ? 'dark' : 'light';
      this.#paint();
    });
  }

  toggle(): void {
    const next = this.current === 'dark' ? 'light' : 'dark';
    // Choosing what the system wishes anyway is to follow the system again.
    this.#chosen = next === this.#system ? null : next;
    try {
      if (this.#chosen === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, this.#chosen);
    } catch {
      // Storage is refused: the choice is not kept.
    }
    this.#paint();
  }

  #paint(): void {
    document.documentElement.dataset['theme'] = this.current;
  }
}

export const themes = new Themes();

export const motionReduced = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
