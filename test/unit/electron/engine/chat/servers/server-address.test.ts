import { expect, test } from 'vitest';
import { readServerAddress } from '../../../../../../electron/engine/chat/servers/server-address.ts';

test.each([
  ['localhost:8000', 'http://localhost:8000/v1', 'http://localhost:8000', true],
  [' http://127.0.0.1:11434/ ', 'http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434', true],
  ['http://[::1]:1/v1', 'http://[::1]:1/v1', 'http://[::1]:1', true],
  ['https://gpu.example/v1/chat/completions', 'https://gpu.example/v1', 'https://gpu.example', false],
  ['https://host.example/api/v1/models?x=1', 'https://host.example/api/v1', 'https://host.example/api', false],
  [
    'https://host.example/v1beta/openai',
    'https://host.example/v1beta/openai',
    'https://host.example/v1beta/openai',
    false,
  ],
  ['http://localhost.example', 'http://localhost.example/v1', 'http://localhost.example', false],
  ['http://127.0.0.1.example', 'http://127.0.0.1.example/v1', 'http://127.0.0.1.example', false],
  ['http://0x7f.1:80', 'http://127.0.0.1/v1', 'http://127.0.0.1', true],
])('%s is %s', (...[typed, api, root, isLoopback]) => {
  expect(readServerAddress(typed)).toMatchObject({ api, root, isLoopback });
});

test.each(['', 'ftp://host', 'file:///etc/passwd', 'http://me:secret@host', 'http://'])('%s is refused', (typed) => {
  expect(() => readServerAddress(typed)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  expect(() => readServerAddress(typed)).not.toThrow(/secret/);
});
