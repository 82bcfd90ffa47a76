/** How the page is used by keyboard, and where the rest is. */
export const About = () => (
  <footer class="about">
    <dl class="terms">
      <dt>Rows</dt>
      <dd>
        Those that differ come first; those that are the same everywhere are folded. A row opens with the sentences of the documents and the
        exchanges.
      </dd>
      <dt class="keys">Keys</dt>
      <dd class="keys">
        <kbd>/</kbd> search, <kbd>↑</kbd> <kbd>↓</kbd> next row, <kbd>→</kbd> <kbd>←</kbd> its cells, <kbd>Enter</kbd> open, <kbd>Esc</kbd>{' '}
        close; in the panel <kbd>←</kbd> <kbd>→</kbd> the row before and after
      </dd>
    </dl>
  </footer>
);
