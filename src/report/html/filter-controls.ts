/**
 * The part of a page's script that listens to its filters. It expects `form`, `search`, `apply` and `restore` in its scope. It filters after
 * a pause in typing, `/` moves to the search field, and Escape clears it.
 */
export const filterControls = String.raw`
  let waiting;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(apply));
  addEventListener('hashchange', restore);
  addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === 'Escape' && event.target === search && search.value !== '') {
      search.value = '';
      apply();
    }
  });`;
