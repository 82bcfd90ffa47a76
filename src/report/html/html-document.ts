import { createHash } from 'node:crypto';

import { shortened } from '../foreign-text.ts';
import { markup, scriptJson, verbatim } from './markup.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** The parts of a page of its own. */
export type HtmlParts = {
  readonly title: string;
  /** The data that its script reads. */
  readonly model: unknown;
  /** The body as its view rendered it: HTML that is safe. */
  readonly body: string;
  readonly script: string;
  readonly style: string;
};

/** A page in one file. Its policy allows only its own style and script, and loads nothing, even if text of a server became markup. */
export const htmlDocument = ({ title, model, body, script, style }: HtmlParts): string => {
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  return markup`<!DOCTYPE html>
<html lang="en" class="static">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${shortened(title, 200)}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<div id="page">${{ markup: body }}</div>
<script type="application/json" id="data">${scriptJson(model)}</script>
<script>${verbatim(script)}</script>
</body>
</html>
`.markup;
};
