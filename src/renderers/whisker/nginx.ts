import type { ConfigMap } from '../../crds/generated/core.gen.ts';
import { CALICO_SYSTEM } from '../shared/names.ts';
import type { WhiskerInput } from './index.ts';

/** Where the console listens, and behind it the backend, on the pod's own loopback interface. */
export const UI_PORT = 8081;
export const BACKEND_PORT = 3002;

export const NGINX_CONFIG = 'whisker-nginx-config';

/** How nginx serves the pages and passes requests on to the backend; by IPv6, too, where nodes have such addresses. */
export function nginxConfig({ spec }: Pick<WhiskerInput, 'spec'>): ConfigMap {
  const isDual = spec.calicoNetwork.nodeAddressAutodetectionV6 !== undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: NGINX_CONFIG, namespace: CALICO_SYSTEM },
    data: { 'default.conf': serverBlock([`0.0.0.0:${UI_PORT}`, ...(isDual ? [`[::]:${UI_PORT} ipv6only=on`] : [])]) },
  };
}

/** Flows come as a stream that does not end: nothing of it is kept back, and silence does not end it for a day. */
function serverBlock(addresses: readonly string[]): string {
  const timeouts = ['proxy_connect', 'proxy_read', 'proxy_send', 'send', 'keepalive'];
  return block('server', [
    ...addresses.map((address) => `listen ${address};`),
    'server_tokens off;',
    '',
    'add_header X-Frame-Options sameorigin;',
    'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;',
    '# Pages change with the image, so browsers ask again.',
    'add_header Cache-Control "private, no-cache, must-revalidate" always;',
    '',
    ...lines(block('location /', ['root /usr/share/nginx/html;', 'try_files $uri $uri/ /index.html;'])),
    '',
    '# The image writes this file when it starts.',
    ...lines(block('location /config/config.json', ['root /etc;', 'default_type application/json;'])),
    '',
    ...lines(
      block('location /whisker-backend/', [
        `proxy_pass http://localhost:${BACKEND_PORT}/;`,
        'proxy_http_version 1.1;',
        'proxy_set_header Connection "";',
        'proxy_buffering off;',
        'proxy_request_buffering off;',
        'proxy_cache off;',
        ...timeouts.map((each) => `${each}_timeout 1d;`),
      ]),
    ),
    '',
    'error_page 404 =200 /index.html;',
    'error_page 500 502 503 504 /50x.html;',
    ...lines(block('location = /50x.html', ['root /usr/share/nginx/html;'])),
  ]);
}

function block(name: string, content: readonly string[]): string {
  return [`${name} {`, ...content.map((line) => (line === '' ? '' : `    ${line}`)), '}', ''].join('\n');
}

function lines(text: string): string[] {
  return text.trimEnd().split('\n');
}
