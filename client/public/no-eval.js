// Compiling schemas needs `new Function`, which the content security policy forbids; zod detects that by trying, and the
// browser reports the attempt. This variable holds the settings of zod. A script of its own, because the bundler chooses
// which module runs first, and a schema that is created before the setting has tried already.
globalThis.__zod_globalConfig = { jitless: true }
