import type { Plugin } from 'vite';

export declare const viewFolders: readonly string[];
export declare const bundledView: (folder: string) => Promise<string>;
export declare const viewPlugin: () => Plugin;
