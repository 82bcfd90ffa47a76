import type { Plugin } from 'vite';

export declare const bundledView: () => Promise<string>;
export declare const viewPlugin: () => Plugin;
