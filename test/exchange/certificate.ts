/**
 * A certificate for the name `localhost` only, signed by itself, valid for a hundred years, with its key. Made for these tests with
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj /CN=localhost -addext subjectAltName=DNS:localhost`.
 */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIUDYiH+Aei0+fx2WY9LDCLcHx8Eh0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMDA4NTY1N1oYDzIxMjYxMDI3
MDg1NjU3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT5yVU6LKK5iTiIj1A1T2ox9XbLMryUQLZQg/Dj9V6Xtoeu9KhrLL1C
MIGUjWoeQxi7w9gJl8FwvgjQt+CZvLyno2kwZzAdBgNVHQ4EFgQU3ApBVCEfQS8y
MfnwyELGsAPXEe0wHwYDVR0jBBgwFoAU3ApBVCEfQS8yMfnwyELGsAPXEe0wDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SQAwRgIhANCLdWZYCWwn3WB2iFGLDxEVkdHem7OwoM/98+g8WBodAiEAjKjn7f82
iI8EYerbRJgipD9p4Ry1pGMS5h0IFbXhGwc=
-----END CERTIFICATE-----`;

export const certificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2n3gE6pw8QUhlQk7
72801miNxj2FHgWyNqnYGrCxHCGhRANCAAT5yVU6LKK5iTiIj1A1T2ox9XbLMryU
QLZQg/Dj9V6Xtoeu9KhrLL1CMIGUjWoeQxi7w9gJl8FwvgjQt+CZvLyn
-----END PRIVATE KEY-----`;
