import { htmlDocument } from '../html/html-document.ts';
import type { ReportInput } from '../report-input.ts';
import { renderView, viewScript, viewStyle } from './bundled-view.ts';
import { modelOfRun, type PageSources } from './model-of-run.ts';

/**
 * The result of a run as one HTML file that needs no network and no server. Without JavaScript it has the verdict and the findings. Whatever
 * comes from a target is text in it, never markup.
 */
export const htmlPage = (input: ReportInput, sources: Partial<PageSources> = {}): string => {
  const model = modelOfRun(input, { evidence: [], calls: new Map(), previous: undefined, ...sources });
  const title = `${model.word}: ${model.targets.map(({ name }) => name).join(', ')} – assay`;
  return htmlDocument({ title, model, body: renderView(model), script: viewScript, style: viewStyle });
};
