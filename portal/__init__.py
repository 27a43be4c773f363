"""The portal: what customers see. Reflex, on the backend's HTTP API only."""
