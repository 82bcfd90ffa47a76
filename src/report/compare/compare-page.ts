import { htmlDocument } from '../html/html-document.ts';
import { renderView, viewScript, viewStyle } from './bundled-view.ts';
import type { CompareInput } from './compare-input.ts';
import { modelOfComparison } from './model-of-comparison.ts';

/**
 * A comparison of targets as one HTML file that needs no network and no server. Without JavaScript it has every row, but no panel. Whatever
 * comes from a target is text in it, never markup.
 */
export const comparePage = (input: CompareInput): string => {
  const model = modelOfComparison(input);
  const title = `assay compare: ${model.columns.map(({ label }) => label).join(', ')}`;
  return htmlDocument({ title, model, body: renderView(model), script: viewScript, style: viewStyle });
};
