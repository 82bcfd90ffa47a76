import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { knownFailuresSchema } from '../../src/config/known-failures.ts';
import { observedSchema } from '../../src/config/observed-file.ts';
import { configSchema } from '../../src/config/schema.ts';
import {
  conventionsSchema,
  deliveryConventionsSchema,
  operationConventionsSchema,
  propertyConventionsSchema,
  serverConventionsSchema,
} from '../../src/contract/x-assay-schema.ts';
import { requirementsSchema } from '../../src/contract/requirements-schema.ts';
import { recordSchema } from '../../src/model/record-schema.ts';
import { historySchema } from '../../src/policy/history/history-schema.ts';
import { compareDocumentSchema } from '../../src/report/compare/compare-schema.ts';
import { diffDocumentSchema } from '../../src/report/diff/diff-schema.ts';
import { documentsDiffSchema } from '../../src/report/diff/documents-schema.ts';
import { observedDiffSchema } from '../../src/report/diff/observed-schema.ts';
import { historyDocumentSchema } from '../../src/report/history/history-document-schema.ts';
import { gateDocumentSchema } from '../../src/report/gate/gate-schema.ts';
import { jsonDocumentSchema } from '../../src/report/json-schema.ts';
import { resultsLineSchema } from '../../src/report/results-schema.ts';

test.each([
  ['run', jsonDocumentSchema],
  ['record', recordSchema],
  ['results', resultsLineSchema],
  ['config', configSchema],
  ['known-failures', knownFailuresSchema],
  ['history', historySchema],
  ['history-document', historyDocumentSchema],
  ['gate', gateDocumentSchema],
  ['diff', diffDocumentSchema],
  ['observed', observedSchema],
  ['observed-diff', observedDiffSchema],
  ['documents-diff', documentsDiffSchema],
  ['compare', compareDocumentSchema],
  ['requirements', requirementsSchema],
  ['x-assay', conventionsSchema],
  ['x-assay-operation', operationConventionsSchema],
  ['x-assay-delivery', deliveryConventionsSchema],
  ['x-assay-server', serverConventionsSchema],
  ['x-assay-property', propertyConventionsSchema],
])('docs/schema/%s.json is valid, and is the schema in use', async (name, schema) => {
  expect(new Ajv2020({ strict: false, logger: false, validateFormats: false }).validateSchema(schema)).toBe(true);
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../docs/schema/${name}.json`);
});
