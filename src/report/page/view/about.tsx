import { Command } from '../../view/copy-button.tsx';
import { usePage } from './page-state.ts';

/** How the page can be made again, and how it is used by keyboard. */
export const About = () => {
  const { model } = usePage();
  return (
    <footer class="about">
      <dl class="terms">
        <dt>Record</dt>
        <dd>
          <code>{model.directory}</code>, seed <code>{model.seed}</code>, nonce <code>{model.nonce}</code>, by assay {model.assay}
        </dd>
        <dt>Judge a case again</dt>
        <dd>
          <Command text={model.replay} label="Copy the command" />
        </dd>
        <dt>In words</dt>
        <dd>
          <code>assay explain ID</code> explains a check, a requirement or an outcome.
        </dd>
        <dt class="keys">Keys</dt>
        <dd class="keys">
          <kbd>/</kbd> search, <kbd>↑</kbd> <kbd>↓</kbd> next finding or operation, <kbd>Enter</kbd> open, <kbd>←</kbd> <kbd>→</kbd>{' '}
          previous and next finding in the panel and bar of the timeline, <kbd>Esc</kbd> close
        </dd>
      </dl>
    </footer>
  );
};
