/** How the page is read, and how it is used by keyboard. */
export const About = () => (
  <footer class="about">
    <dl class="terms">
      <dt>Rows</dt>
      <dd>
        Each requirement is a row, each run a slice, the newest at the right. What is broken, flips or was mended in the runs that are shown
        stands open; the rest is folded. A requirement flips if it changed between kept and broken three times, or was broken, or kept, a
        single time in between, under the same contract and version of assay.
      </dd>
      <dt class="keys">Keys</dt>
      <dd class="keys">
        <kbd>/</kbd> search, <kbd>↑</kbd> <kbd>↓</kbd> next requirement, <kbd>Enter</kbd> open, <kbd>Esc</kbd> close; at the strip of the
        runs <kbd>←</kbd> <kbd>→</kbd> and <kbd>Enter</kbd>; in the panel <kbd>←</kbd> <kbd>→</kbd> the one before and after
      </dd>
    </dl>
  </footer>
);
