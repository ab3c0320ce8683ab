// Links a device with the whatsmeow library against a server on this machine, and logs it in.
//
// Each step is one line on standard output: QR text, CODE text, PAIRED jid, CONNECTED, LOGGED_OUT, FAILED why.
// The line "logout" on standard input ends the link, the end of standard input ends the program.
package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types/events"
	"go.mau.fi/whatsmeow/util/keys"
	waLog "go.mau.fi/whatsmeow/util/log"
)

// elsewhere leads every call to another server.
type elsewhere struct {
	server *url.URL
}

func (e elsewhere) RoundTrip(request *http.Request) (*http.Response, error) {
	led := request.Clone(request.Context())
	led.URL.Scheme = "http"
	led.URL.Host = e.server.Host
	return http.DefaultTransport.RoundTrip(led)
}

// memory keeps the keys for others; all else is not kept.
type memory struct {
	*store.NoopStore
	keys     []*keys.PreKey
	uploaded int
}

func (m *memory) GenOnePreKey(context.Context) (*keys.PreKey, error) {
	key := keys.NewPreKey(uint32(len(m.keys) + 1))
	m.keys = append(m.keys, key)
	return key, nil
}

func (m *memory) GetOrGenPreKeys(ctx context.Context, count uint32) ([]*keys.PreKey, error) {
	for len(m.keys)-m.uploaded < int(count) {
		if _, err := m.GenOnePreKey(ctx); err != nil {
			return nil, err
		}
	}
	return m.keys[m.uploaded : m.uploaded+int(count)], nil
}

func (m *memory) MarkPreKeysAsUploaded(_ context.Context, upToID uint32) error {
	m.uploaded = int(upToID)
	return nil
}

func (m *memory) UploadedPreKeyCount(context.Context) (int, error) {
	return m.uploaded, nil
}

func newDevice() *store.Device {
	kept := &memory{NoopStore: &store.NoopStore{}}
	identity := keys.NewKeyPair()
	secret := keys.NewKeyPair()
	return &store.Device{
		Log:            waLog.Noop,
		NoiseKey:       keys.NewKeyPair(),
		IdentityKey:    identity,
		SignedPreKey:   identity.CreateSignedPreKey(1),
		RegistrationID: 4711,
		AdvSecretKey:   secret.Priv[:],
		Initialized:    true,
		Identities:     kept,
		Sessions:       kept,
		PreKeys:        kept,
		SenderKeys:     kept,
		AppStateKeys:   kept,
		AppState:       kept,
		Contacts:       kept,
		ChatSettings:   kept,
		MsgSecrets:     kept,
		PrivacyTokens:  kept,
		EventBuffer:    kept,
		LIDs:           kept,
		Container:      kept,
	}
}

func main() {
	server := flag.String("url", "", "where the server listens, ws://host:port/path")
	root := flag.String("root-key", "", "the key that certificates go back to, in hexadecimal digits")
	phone := flag.String("phone", "", "link by a code for this number instead of a QR code")
	verbose := flag.Bool("verbose", false, "log to standard error")
	flag.Parse()
	if err := run(*server, *root, *phone, *verbose); err != nil {
		fmt.Println("FAILED", err)
		os.Exit(1)
	}
}

func run(server, root, phone string, verbose bool) error {
	address, err := url.Parse(server)
	if err != nil {
		return err
	}
	key, err := hex.DecodeString(root)
	if err != nil || copy(whatsmeow.WACertPubKey[:], key) != 32 {
		return fmt.Errorf("the root key has 32 bytes in hexadecimal digits: %w", err)
	}
	store.SetWAVersion(store.WAVersionContainer{2, 3000, 1047769893})
	store.BaseClientPayload.UserAgent.AppVersion = store.GetWAVersion().ProtoAppVersion()
	var log waLog.Logger = waLog.Noop
	if verbose {
		log = stderr{}
	}
	client := whatsmeow.NewClient(newDevice(), log)
	client.SetWebsocketHTTPClient(&http.Client{Transport: elsewhere{address}})
	client.SetPreLoginHTTPClient(&http.Client{Transport: elsewhere{address}})
	client.AddEventHandler(func(event any) { report(client, phone, event) })
	if err := client.Connect(); err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if lines.Text() == "logout" {
			if err := client.Logout(context.Background()); err != nil {
				return err
			}
			fmt.Println("LOGGED_OUT")
		}
	}
	client.Disconnect()
	return nil
}

func report(client *whatsmeow.Client, phone string, event any) {
	switch event := event.(type) {
	case *events.QR:
		if phone == "" {
			fmt.Println("QR", event.Codes[0])
		} else {
			go askCode(client, phone)
		}
	case *events.PairSuccess:
		fmt.Println("PAIRED", event.ID)
	case *events.PairError:
		fmt.Println("FAILED", event.Error)
	case *events.Connected:
		fmt.Println("CONNECTED")
	case *events.LoggedOut:
		fmt.Println("LOGGED_OUT")
	}
}

func askCode(client *whatsmeow.Client, phone string) {
	code, err := client.PairPhone(context.Background(), phone, true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	if err != nil {
		fmt.Println("FAILED", err)
		return
	}
	fmt.Println("CODE", code)
}

// stderr shows what the library logs.
type stderr struct{}

func (stderr) Errorf(text string, args ...any) { fmt.Fprintf(os.Stderr, text+"\n", args...) }
func (stderr) Warnf(text string, args ...any)  { fmt.Fprintf(os.Stderr, text+"\n", args...) }
func (stderr) Infof(text string, args ...any)  { fmt.Fprintf(os.Stderr, text+"\n", args...) }
func (stderr) Debugf(text string, args ...any) { fmt.Fprintf(os.Stderr, text+"\n", args...) }
func (s stderr) Sub(string) waLog.Logger       { return s }
