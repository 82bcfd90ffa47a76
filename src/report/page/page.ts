import { createHash } from 'node:crypto';

import { shortened } from '../foreign-text.ts';
import { markup, scriptJson, verbatim } from '../html/markup.ts';
import type { ReportInput } from '../report-input.ts';
import { renderView, viewScript, viewStyle } from './bundled-view.ts';
import { modelOfRun, type PageSources } from './model-of-run.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Allows only the page's own style and script, and loads nothing, even if text of a server became markup. */
const policy = `default-src 'none'; style-src ${hashOf(viewStyle)}; script-src ${hashOf(viewScript)}; base-uri 'none'; form-action 'none'`;

/**
 * The result of a run as one HTML file that needs no network and no server. Without JavaScript it has the verdict and the findings. Whatever
 * comes from a target is text in it, never markup.
 */
export const htmlPage = (input: ReportInput, sources: Partial<PageSources> = {}): string => {
  const model = modelOfRun(input, { evidence: [], calls: new Map(), previous: undefined, ...sources });
  const title = `${model.word}: ${model.targets.map(({ name }) => name).join(', ')} – assay`;
  return markup`<!DOCTYPE html>
<html lang="en" class="static">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${shortened(title, 200)}</title>
<style>${verbatim(viewStyle)}</style>
</head>
<body>
<div id="page">${{ markup: renderView(model) }}</div>
<script type="application/json" id="data">${scriptJson(model)}</script>
<script>${verbatim(viewScript)}</script>
</body>
</html>
`.markup;
};
