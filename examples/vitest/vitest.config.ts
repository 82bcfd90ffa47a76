import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['*.contract.ts'],
    reporters: ['default', ['allure-vitest/reporter', { resultsDir: 'allure-results' }]],
    // In watch mode the contract is tried again when the document changes, too.
    forceRerunTriggers: ['**/openapi.yaml'],
  },
});
