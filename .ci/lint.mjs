// node lint.mjs objects.yaml: writes Kubernetes objects as TypeScript, whose compiler also finds unknown fields. The schemas accept them.
import fs from 'node:fs';
import yaml from 'js-yaml';

const objects = yaml
  .loadAll(fs.readFileSync(process.argv[2], 'utf8'))
  // Not a type of Kubernetes itself, but of the Prometheus operator.
  .filter((object) => object.kind !== 'ServiceMonitor')
  .map(
    ({ apiVersion, kind, ...rest }, i) => `import type { I${kind} as Type${i} } from 'kubernetes-models/${apiVersion}/${kind}';
export const object${i}: Type${i} = ${JSON.stringify({ apiVersion, kind, ...rest }, null, 2)};
`,
  );
fs.writeFileSync(new URL('objects.ts', import.meta.url), objects.join('\n'));
console.log(`${objects.length} Kubernetes objects`);
