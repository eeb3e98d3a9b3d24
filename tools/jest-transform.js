import { transformSync } from 'esbuild';

export default {
  process: (source, path) =>
    transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node24',
      sourcefile: path,
      sourcemap: 'inline',
      supported: { 'dynamic-import': false },
    }),
};
