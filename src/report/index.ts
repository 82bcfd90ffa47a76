/** Reports: a record in, text out. Only {@link writeReports} touches the disk. */
export { replayCommand } from './commands.ts';
export { curlCommand } from './curl.ts';
export { exchangesOf } from './evidence.ts';
export { compareDocument } from './compare/compare-document.ts';
export { compareMarkdown } from './compare/compare-markdown.ts';
export { comparePage } from './compare/compare-page.ts';
export { diffDocument, incomparableDocument } from './diff/diff-document.ts';
export { diffMarkdown } from './diff/diff-markdown.ts';
export { githubAnnotations } from './gate/annotations.ts';
export { gateDocument } from './gate/gate-document.ts';
export { gateMarkdown } from './gate/gate-markdown.ts';
export { jsonDocument } from './json-document.ts';
export { jsonDocumentSchema } from './json-schema.ts';
export type { CheckWords } from './report-input.ts';
export { junit, junitOfRefusal } from './junit.ts';
export { summary } from './summary.ts';
export { writeReports } from './write-reports.ts';
