import { filterControls } from './filter-controls.ts';

/**
 * The script of the page, as the browser runs it. It only hides, opens and counts what the page has: without it everything can be read. The
 * fragment of the address holds the state of the filters (`#?outcome=fail&q=…`), so that a view can be shared.
 */
export const script = String.raw`
'use strict';
(() => {
  const { cases } = JSON.parse(document.getElementById('data').textContent);
  const form = document.getElementById('filters');
  const search = form.elements.q;
  const all = (selector, around = document) => [...around.querySelectorAll(selector)];
  const rows = all('[data-n]').map((element) => ({ element, number: Number(element.dataset.n), text: undefined }));
  const containers = all('.group, .wide, details.section');
  const sections = all('details.section');
  const fields = ['outcome', 'level', 'area', 'operation', 'target', 'q'];
  let openBefore;

  const textOf = (row) => {
    row.text ??= [
      row.element.textContent,
      row.element.closest('.group')?.querySelector('h4')?.textContent,
      ...Object.values(cases[row.number]).flat(),
    ].join(' ').replace(/\s+/g, ' ').toLowerCase();
    return row.text;
  };

  const stateOfForm = () => {
    const state = {};
    for (const [name, value] of new FormData(form)) if (value !== '') (state[name] ??= []).push(value);
    return state;
  };

  const isMatch = (row, state, words) => {
    const one = cases[row.number];
    return (
      (!state.outcome || state.outcome.includes(one.outcome)) &&
      (!state.level || state.level.includes(one.level)) &&
      (!state.area || state.area.includes(one.area)) &&
      (!state.target || state.target.includes(one.target)) &&
      (!state.operation || state.operation.some((operation) => one.operations.includes(operation))) &&
      words.every((word) => textOf(row).includes(word))
    );
  };

  const apply = () => {
    const state = stateOfForm();
    const isFiltered = Object.keys(state).length > 0;
    const words = (state.q?.[0] ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
    const matching = new Set();
    for (const row of rows) {
      const matches = isMatch(row, state, words);
      if (matches) matching.add(row.number);
      row.element.hidden = !matches;
    }
    for (const container of containers) container.hidden = isFiltered && !container.querySelector('[data-n]:not([hidden])');
    if (isFiltered) {
      openBefore ??= sections.map((section) => section.open);
      for (const section of sections) section.open = !section.hidden;
    } else if (openBefore) {
      for (const [at, section] of sections.entries()) section.open = openBefore[at];
      openBefore = undefined;
    }
    const count = matching.size;
    document.getElementById('shown').textContent = isFiltered
      ? (count === 0 ? 'No case matches' : count + ' of ' + cases.length + ' cases shown')
      : cases.length + ' cases';
    const parameters = new URLSearchParams(fields.flatMap((name) => (state[name] ?? []).map((value) => [name, value])));
    if (isFiltered || location.hash.startsWith('#?'))
      history.replaceState(null, '', isFiltered ? '#?' + parameters : location.href.split('#')[0]);
  };

  const show = (element) => {
    for (let around = element; around; around = around.parentElement) if (around.tagName === 'DETAILS') around.open = true;
    element.scrollIntoView();
  };

  const restore = () => {
    const { hash } = location;
    if (hash.startsWith('#?')) {
      const parameters = new URLSearchParams(hash.slice(2));
      for (const control of form.elements) {
        if (control.type === 'checkbox') control.checked = parameters.getAll(control.name).includes(control.value);
        else if (control.name) control.value = parameters.get(control.name) ?? '';
      }
    }
    apply();
    if (hash.length > 1 && !hash.startsWith('#?')) {
      let name = hash.slice(1);
      try { name = decodeURIComponent(name); } catch { /* a stray percent sign names itself */ }
      const element = document.getElementById(name);
      if (element) show(element);
    }
  };

${filterControls}

  let shut = [];
  addEventListener('beforeprint', () => {
    for (const details of all('details:not([open], .curl, .more)')) {
      shut.push(details);
      details.open = true;
    }
  });
  addEventListener('afterprint', () => {
    for (const details of shut) details.open = false;
    shut = [];
  });

  form.hidden = false;
  restore();
})();
`;
