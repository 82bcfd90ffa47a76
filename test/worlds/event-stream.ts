import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { requirement } from '../contract/support.ts';

/** A stock exchange with prices on a stream of events. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Ticker', version: '1' },
  security: [{ token: [] }],
  paths: {
    '/papers': { get: { operationId: 'papers', responses: { '200': { description: 'Papers', content: { 'application/json': {} } } } } },
    '/papers/live': {
      get: {
        operationId: 'prices',
        'x-assay': {
          stream: {
            kind: 'server-sent-events',
            'x-requirement': ['T-TYPE', 'T-FRAMES', 'T-EVENTS'],
            staysOpen: { 'x-requirement': ['T-OPEN'] },
            data: { is: 'json', 'x-requirement': ['T-DATA'] },
          },
        },
        responses: { '200': { description: 'Prices', content: { 'text/event-stream': {} } } },
      },
    },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
};

const requirements: Readonly<Record<string, string>> = {
  'T-TYPE': 'streaming/media-type',
  'T-FRAMES': 'streaming/framing',
  'T-EVENTS': 'streaming/events-recorded',
  'T-OPEN': 'streaming/stays-open',
  'T-DATA': 'streaming/data-is-json',
};

export const ticker = async (): Promise<Contract> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-ticker-'));
  writeFileSync(join(folder, 'openapi.yaml'), stringify(document));
  const ledger = Object.entries(requirements).map(([id, check]) => requirement(id, [check]));
  writeFileSync(join(folder, 'requirements.yaml'), stringify({ standard: false, requirements: ledger }));
  return loadContract(join(folder, 'openapi.yaml')).finally(() => rmSync(folder, { recursive: true, force: true }));
};
