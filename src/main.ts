// Where it is all put together: the host with its worker, the lessons and items, and the page.
import { mount } from 'svelte';
import { parseMisconceptions } from './exam/misconceptions.ts';
import { parseItem } from './exam/parse.ts';
import { startHost } from './host/client.ts';
import { itemTexts, lessonTexts, misconceptionsText } from './host/library.ts';
import { parseScenario } from './scenario/parse.ts';
import './ui/tokens.css';
import App from './ui/App.svelte';
import { themes } from './ui/theme.svelte.ts';

themes.start();

const target = document.getElementById('app');
if (target) {
  mount(App, {
    target,
    props: {
      host: startHost(),
      lessons: lessonTexts.map(parseScenario),
      items: itemTexts.map(parseItem),
      misconceptions: parseMisconceptions(misconceptionsText),
    },
  });
}
