import { filterControls } from '../html/filter-controls.ts';

/**
 * The script of a comparison, as the browser runs it. It only hides rows that are not asked for: without it everything can be read. The
 * fragment of the address holds the state of the filters, so that a view can be shared.
 */
export const compareScript = String.raw`
'use strict';
(() => {
  const form = document.getElementById('filters');
  const search = form.elements.q;
  const rows = [...document.querySelectorAll('[data-state]')].map((element) => ({
    element,
    text: (element.textContent + ' ' + (element.dataset.words ?? '')).replace(/\s+/g, ' ').toLowerCase(),
  }));
  const tables = [...document.querySelectorAll('table.compare')];
  // A row that is searched for may be folded.
  const folds = [...document.querySelectorAll('details.fold')];
  let wasAsked = false;

  const apply = () => {
    const state = form.elements.state.value;
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    let count = 0;
    for (const { element, text } of rows) {
      const matches = (state === '' || element.dataset.state === state) && words.every((word) => text.includes(word));
      element.hidden = !matches;
      if (matches) count += 1;
    }
    for (const table of tables) table.hidden = !table.querySelector('[data-state]:not([hidden])');
    const isAsked = state !== '' || words.length > 0;
    for (const fold of folds) {
      fold.hidden = !fold.querySelector('[data-state]:not([hidden])');
      if (isAsked !== wasAsked) fold.open = isAsked;
    }
    wasAsked = isAsked;
    document.getElementById('shown').textContent =
      count === 0 ? 'No row matches' : isAsked ? count + ' of ' + rows.length + ' rows shown' : rows.length + ' rows';
    const given = [['state', state], ['q', search.value]].filter(([, value]) => value !== '');
    if (given.length > 0 || location.hash.startsWith('#?'))
      history.replaceState(null, '', given.length > 0 ? '#?' + new URLSearchParams(given) : location.href.split('#')[0]);
  };

  const restore = () => {
    if (location.hash.startsWith('#?')) {
      const parameters = new URLSearchParams(location.hash.slice(2));
      form.elements.state.value = parameters.get('state') ?? '';
      search.value = parameters.get('q') ?? '';
    }
    apply();
  };

${filterControls}
  form.hidden = false;
  restore();
})();
`;
