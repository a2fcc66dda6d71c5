"""The facts that ship with OnRecord, as people edit them, and the script that makes tables of them."""
