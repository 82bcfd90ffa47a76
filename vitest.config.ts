import { defineConfig } from 'vitest/config';

const common = { pool: 'forks', testTimeout: 30_000, hookTimeout: 30_000 } as const;

export default defineConfig({
  test: {
    // Most of the time is waiting for windows and states, not computing.
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'rooms', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], maxConcurrency: 8 } },
      // The real command is started from dist/, which is built once before.
      { test: { ...common, name: 'command', include: ['test/e2e/**/*.test.ts'], globalSetup: ['test/e2e/build.ts'], testTimeout: 60_000 } },
    ],
  },
});
