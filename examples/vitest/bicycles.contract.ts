import { conformance } from 'assay/vitest';
import { afterAll, beforeAll } from 'vitest';

import { startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

conformance({
  targets: {
    bicycles: {
      contract: './openapi.yaml',
      // A function: the address is known when the hook above has run.
      baseUrl: () => server.url,
    },
  },
  cwd: import.meta.dirname,
  // Shown by Allure at each case.
  links: ({ requirement }) => [{ url: `https://wiki.example/requirements/${requirement}`, name: requirement, type: 'tms' }],
});
