// Passkeys need the browser's help: what offers them is shown only where it can, and a failure is said aloud.
if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey]").forEach((part) => { part.hidden = false })
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  document.querySelectorAll("[data-passkey-error]").forEach((message) => { message.hidden = false })
})
