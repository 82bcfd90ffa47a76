import { htmlDocument } from '../html/html-document.ts';
import { renderView, viewScript, viewStyle } from './bundled-view.ts';
import { type HistoryInput, modelOfHistory } from './model-of-history.ts';

/**
 * The history of targets as one HTML file that needs no network and no server. Without JavaScript it has what changed and what is broken.
 * Whatever comes from a target or a document is text in it, never markup.
 */
export const historyPage = (input: HistoryInput): string => {
  const model = modelOfHistory(input);
  const title = `assay history: ${model.targets.map(({ label }) => label).join(', ')}`;
  return htmlDocument({ title, model, body: renderView(model), script: viewScript, style: viewStyle });
};
