import { hydrate } from 'preact';

import type { HistoryModel } from '../history-model.ts';
import { App } from './app.tsx';

// The page was made from the same data by the same components: they take over what is there.
const data = document.getElementById('data');
const page = document.getElementById('page');
if (data !== null && page !== null) {
  document.documentElement.classList.remove('static');
  hydrate(<App model={JSON.parse(data.textContent ?? '') as HistoryModel} />, page);
}
